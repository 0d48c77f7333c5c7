"""Import of registers. A format is data (`organisations/data/formats`); the official number decides identity.

`files` refuses what is not what it says, `rows` reads, `evidence` suggests tracks, `staging` and `statements` work in the
database, `run` is the whole of it, `undo` takes it back.
"""
