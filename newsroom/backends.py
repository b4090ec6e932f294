from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, Value


class RoleBackend(ModelBackend):
    """Passwords and permissions as Django's own; what one may, and by which roles, is one query."""

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = self._read(user_obj)
        return user_obj._perm_cache

    def _read(self, user):
        rows = Permission.objects.order_by()
        if not user.is_superuser:
            own = user.user_permissions.through.objects.filter(user=user).values("permission")
            of_roles = Permission.group_set.through.objects.filter(group__user=user)
            rows = rows.filter(Q(pk__in=own) | Q(pk__in=of_roles.values("permission")))
        names = rows.values_list("content_type__app_label", "codename")
        # The names of the roles come along, for role_of(); no app has an empty label.
        groups = Group.objects.order_by().filter(user=user).annotate(app=Value(""))
        found = set(names.union(groups.values_list("app", "name"), all=True))
        user._role_names = {name for app, name in found if not app}
        return {f"{app}.{codename}" for app, codename in found if app}
