"""Conditions in parts: times, tests on a value, operators, the tree, how it is read and how it is said."""
