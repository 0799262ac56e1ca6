"""The stories of the demo, under the name tests know them by."""

from portal.demo.stories import *  # noqa: F403 - everything the stories offer, modules included
