from django.db import models

from applications.vocabulary import Capacity


class AccessLog(models.Model):
    """Who read what: one row per opened dossier page or document, apart from the journal, partitioned by month.

    The table is made by plain SQL in migration 0002; `manage.py partitions` adds months.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    dossier_id = models.BigIntegerField()
    actor_key = models.CharField(max_length=64)
    capacity = models.CharField(max_length=10, choices=Capacity)
    organisation_key = models.CharField(max_length=80)
    what = models.CharField(max_length=120)

    class Meta:
        managed = False
        db_table = "applications_accesslog"

    def __str__(self) -> str:
        return f"{self.at} {self.what}"
