"""What can be watched: plain numbers, counted where things happen, and made into Prometheus' text when somebody asks for it.

    figures    the numbers. Counting one costs well under a microsecond, so that a dot does not notice
    lateness   how late a task wakes that wanted to sleep for a moment
    exported   the numbers as metrics (docs/operating.md has each of them)

They say how much and how fast, never who or what: no session, no code, no address, no choice.
"""
