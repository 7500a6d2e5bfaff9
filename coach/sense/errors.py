"""What a source may raise; apart, so that whoever only reports it need not load a video library."""


class SourceError(Exception):
    """A source that cannot be opened or has no usable frame. The message is one line that says what to do."""


class SourceMissing(SourceError):
    """There is no such camera, it may not be used, or there is no such file."""


class SourceBusy(SourceError):
    """The camera is there and gives no picture, most likely because another program has it."""
