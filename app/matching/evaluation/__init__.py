"""How good matching is, measured on outcomes that nobody here wrote: who really went on to work with whom.

Start with `run.evaluate`. `collaborations` reads the data and splits them by years, `baselines` holds the methods to
compare with, `ours` asks the product's scoring, `measures` counts, `tables` holds fairness and the paired comparison.
"""
