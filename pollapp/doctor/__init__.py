"""`pollapp doctor`: looks at a set-up and says of each part whether it is well, and what to do where it is not.

It changes nothing, and may run beside the server. A part is examined by a function of a few lines that takes what it needs and gives
a Finding: `network` and `address` (who can reach it), `storage` and `filesystem` (the data folder), `machine` (what it runs on).
`examine` lists them.
"""
