"""What goes wrong with the embedded servers, told in a sentence that says what to do."""


class EmbeddedServerError(RuntimeError):
    """An embedded server cannot start here; the text is for the person at the keyboard."""
