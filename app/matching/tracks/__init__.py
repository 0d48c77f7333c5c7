"""Tracks suggested for a text by what was learned from organisations whose track is known; a person confirms.

`model` judges a text by its words and its vector (numpy alone), `learning` fits one, `evaluation` measures it against an
ordinary classifier, `files` reads and writes tables. Vectors are those of `embeddings`.
"""
