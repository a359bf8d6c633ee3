from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class WtcrSiteConfig(AppConfig):
    name = "wtcr_site"

    def ready(self) -> None:
        # Models are there only now.
        from wtcr_site import accounts

        accounts.connect()


class EditorsAdminConfig(AdminConfig):
    default_site = "wtcr_site.admin_site.EditorsAdminSite"
