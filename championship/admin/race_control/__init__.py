"""Race control: a page for each session, from which its state, its order and the stewards' decisions are published.

desk.py       all that the page of a session rests on, read once
orders.py     three ways in, one preview: from what was typed to the lines of a classification
pasted.py     a pasted sheet as it was read: a table, the roles of its columns, what is not taken
running.py    the running order of a live session, from the same numbers
decisions.py  the stewards' decisions: what is asked, and the order that follows
steps.py      the steps of a session: its state, its result's, and by what points and distance it counts
writing.py    what the page writes, each in one transaction, and the log of it
views.py      the page
dashboard.py  what waits for an editor, on the admin's first page
"""
