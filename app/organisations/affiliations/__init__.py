"""Economic organisations (chambers, industry associations, export institutes): their members, what these allow, and vouching.

An *affiliation* is the membership of an organisation in an economic organisation. Start with `workflow`.
"""
