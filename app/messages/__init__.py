"""Messages: threads that hang on an introduction, a meeting or a project, each message for the audience that its writer chose.

What a thread hangs on is its *subject*. Each kind of subject says in its own domain who reads there and who writes to whom
(`subjects.define`); a kind that says nothing has no thread. Start with `subjects`.
"""
