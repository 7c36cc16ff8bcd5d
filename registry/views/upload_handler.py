"""An upload goes straight into the private intake folder: never through the machine's shared folder for scraps."""

from __future__ import annotations

import tempfile
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from registry.ingest import storage


class IntakeUploadHandler(FileUploadHandler):
    """Writes the file where files on their way in wait; what a broken upload leaves is gone when it is closed."""

    def new_file(self, *args: Any, **named: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **named)
        self._file: IO[bytes] = tempfile.NamedTemporaryFile(dir=storage.folder(), suffix=".part")  # noqa: SIM115

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - Django's shape
        """Keep a piece."""
        self._file.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """Hand the file over, read from its beginning."""
        self._file.seek(0)
        return UploadedFile(self._file, self.file_name, self.content_type, file_size, self.charset)

    def upload_interrupted(self) -> None:
        """Close what has come so far."""
        if hasattr(self, "_file"):
            self._file.close()
