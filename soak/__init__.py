"""The soak: a school's day in ten minutes, and hostile clients next door. `make soak`; docs/faults.md explains it.

__main__     options, both parts, the exit code
launcher     pollapp with a door to look inside
watched      the server, from outside and through that door
day          phones, consoles and projectors that come and go, a process of their own
neighbours   a room whose acks are timed meanwhile
attacks/     hostile clients, processes of their own
table        what was seen
"""
