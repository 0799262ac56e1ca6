"""base says everything once; demo, test and production say only what differs. The environment says where things are."""
