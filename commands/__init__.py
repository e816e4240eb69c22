"""The command line: one thin file a verb, each of which gathers, decides and acts.

Arguments come in; an exit status, results on stdout and logs on stderr go out. Nobody
imports commands, and no decision about people is taken here. Verbs are the files that end in
`_verb.py`; the others are what some of them share.
"""
