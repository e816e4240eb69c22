"""The tests, laid out like the packages that they hold to their word."""
