"""Pages of alarms: rules, protected sites, alarm quality."""

from django.urls import path

from apps.alarms.pages import quality, rules, sites

urlpatterns = [
    path("alarms/quality/", quality.quality, name="alarm_quality"),
    path("alarms/quality/export.csv", quality.export, name="alarm_quality_export"),
    path("alarms/rules/", rules.rule_list, name="alarm_rules"),
    path("alarms/rules/new/", rules.new_rule, name="alarm_rule_new"),
    path("alarms/rules/draft/", rules.redraw, name="alarm_rule_redraw"),
    path("alarms/rules/trial/", rules.try_rule, name="alarm_rule_try"),
    path("alarms/rules/<int:pk>/", rules.edit_rule, name="alarm_rule"),
    path("alarms/rules/<int:pk>/switch/", rules.switch_rule, name="alarm_rule_switch"),
    path("alarms/rules/<int:pk>/retire/", rules.retire_rule, name="alarm_rule_retire"),
    path("sites/", sites.site_list, name="sites"),
    path("sites/<int:pk>/", sites.site_detail, name="site"),
    path("sites/<int:pk>/contacts/", sites.site_contacts, name="site_contacts"),
]
