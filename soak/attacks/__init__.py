"""Whoever wants to hurt: `python -m soak.attacks KIND TARGET SECONDS`, a process of its own, niced. Against a server on this machine only.

__main__   which attack, for how long
raw        connections that nothing checks
talking    too much, too large, too deep, in the wrong order
holding    connections that are kept and not used: silent, slow to write, slow to read
asking     pages, joins, and what is no request at all
"""
