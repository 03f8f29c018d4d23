"""The law of the room, pure: standard library only, no clock, no randomness, no I/O.

The log orders, the fold judges. A session *is* its log of events; `fold.fold` reads the log and says what is true,
`decide.decide` says what a command would add to it, `views` says who may see what of it.

Words, the same in Python, on the wire, in CSS, in exports and on screen:

Session      one class meeting around one grid; has a short join code
Grid         the board: directions, choices, squares
Square       one action on the grid
Choice       an answer the grid offers; choices are ordered
Dot          one participant's choice on one square in one round
Round        a span in which dots may be placed
Participant  a phone's lasting, nameless identity within one session
Turnout      how many have voted, never how
Tally        dots per choice on one square in one round; derived, never stored
Agreement    from 0 (half at one end, half at the other) to 1 (everyone the same); see `agreement`
Reveal       the facilitator's act that lets projector and phones see a round's tallies
Minimum      how many dots a square needs before its colours exist for others, and the size of the steps they change in
Picture      the last tally of something that could be seen; it changes in steps of the minimum
Unveiling    the squares of a closed round are revealed one by one
Spotlight    the one square the room is discussing now
Agenda       the squares worth talking about, in order: proposed, or the facilitator's own
Second look  a later round, on chosen squares only
Shift        how dots moved between two rounds on a square
Paper        dots placed on paper, typed in as counts
Reason       a participant's short, nameless "how I decided", shown only after the facilitator approves it
Takeaway     what a participant takes with them, said at the end; approved like a reason
Contribution a reason or a takeaway
Citation     the principles that decided it for a participant on a square
Note         the facilitator's private words on a square
"""
