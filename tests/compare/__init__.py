"""The proof that a clean-up changes nothing: every page and file of the site saved as answered, and two runs compared.

`make compare` says how. A run is a folder: in it one for each state of the site and each visitor, with a file for each
answer and an index. The site is asked through its addresses and commands, so that the code behind may move:
`states/race.py` alone takes anything from its modules.
"""
