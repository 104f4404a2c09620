"""Conditions as SQL: one meaning in two shapes.

Row by row: a true-or-false expression about the contact `c`, for a batch of contacts. As sets: SELECTs of ids put
together by UNION, INTERSECT and EXCEPT, for a whole segment. Both are put together in `shapes.py`; what a leaf means
stands once: tests on values in `values.py`, events in `events.py`, tags, topics and lists in `members.py`. Values
travel as parameters only.
"""
