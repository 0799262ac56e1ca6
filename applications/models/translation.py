from django.db import models
from django.db.models import Q

from applications.vocabulary import ScanStatus, TranslationOrigin


class Translation(models.Model):
    """A signed act in another language, for who does not read the first: for information, never sealed (P14).

    Its bytes never change; the scanner alone may add its word. A better one is the next row of its language.
    """

    act = models.ForeignKey("Act", on_delete=models.PROTECT, related_name="translations")
    language = models.CharField(max_length=2)
    origin = models.CharField(max_length=8, choices=TranslationOrigin)
    file_key = models.CharField(max_length=80, unique=True)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=64)
    scan_status = models.CharField(max_length=12, choices=ScanStatus)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["act", "language", "-id"], name="translation_newest_first"),
            models.Index(fields=["id"], condition=Q(scan_status=ScanStatus.PENDING), name="translations_to_scan"),
        ]

    def __str__(self) -> str:
        return f"{self.language} of {self.act_id}"

    @property
    def is_readable(self) -> bool:
        """Whether it may be handed out: not before the scanner has seen it, and not when it found something."""
        return self.scan_status in (ScanStatus.CLEAN, ScanStatus.NOT_SCANNED)
