"""As-of questions over the read models, as plain async functions: HTTP and the command line ask the same ones."""
