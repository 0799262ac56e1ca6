from django.apps import AppConfig


class ApplicantConfig(AppConfig):
    name = "portal.applicant"
    label = "applicant"
