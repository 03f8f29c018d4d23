"""The simulated class of a rehearsal: a process of its own that joins and votes over the real wire, like so many phones.

It knows the server only as a phone does (an address, a join code, docs/wire.md), so it can never disturb a live room.
It uses python-socketio's threaded client and not the asyncio one: both cost the same (60 people, 1,440 dots: 0.95 s of CPU,
measured), and the threaded one needs pure Python packages only, where the other brings aiohttp and others, most of them compiled.

wishes       how large, how fast and of what mood; what people may ask for, and the words for it
leanings     how a whole class leans on each square (pure)
minds        what one of them taps, when, and in which order (pure)
door, line   joining over HTTP; the socket
speech       the sentences that people say, in the language of whoever opened the rehearsal
talk         what one of them says in the talk, and when (pure)
phone        keeps the line up, sends until acked
again        sending again until there is an answer
talker       one of them in the talk: thinks, then says it
participant  one of them: joins, thinks, taps, holds on
classroom    all of them, and when they go home
start        the server's side: start a class, stop them all
"""
