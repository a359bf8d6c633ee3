from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class WtcrSiteConfig(AppConfig):
    name = "wtcr_site"


class EditorsAdminConfig(AdminConfig):
    default_site = "wtcr_site.admin_site.EditorsAdminSite"
