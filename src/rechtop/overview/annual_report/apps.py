from django.apps import AppConfig


class AnnualReportConfig(AppConfig):
    name = "rechtop.overview.annual_report"
    label = "annual_report"
