"""What people are told: in the application, and by mail where the site sends any.

``kinds`` is the registry of what can be said, ``services`` says it, ``mailing`` empties the queue
of mails, ``views`` is the page of whoever is signed in.
"""
