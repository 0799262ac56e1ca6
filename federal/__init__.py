"""The Immigration Office: residence rules and criteria, annexes, posts."""
