"""Tracks suggested for a text by what was learned from organisations whose track is known; a person confirms.

`model` judges a text by its words and its vector (numpy alone), `learning` fits one, `store` keeps it, `evaluation` measures
it against an ordinary classifier, `files` reads and writes tables. In the product `judging` says what a judgement rests on,
`refining` judges the suggestions of imports, `suggesting` answers for a text that is being written. Vectors are those of
`embeddings`.
"""
