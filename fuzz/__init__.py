"""`make fuzz`: coverage-guided fuzzing of everything that reads what others wrote. What it ever found is replayed by tests/fuzz."""
