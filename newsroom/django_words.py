"""Sentences of Django's that our Indonesian catalogue says better: wrong, stiff or unclear there.

Nobody imports this. `make messages` finds them here, and a catalogue of LOCALE_PATHS goes before
Django's own. A test fails when Django no longer says one of them.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

FORMS = [
    _("This field is required."),
    _("This field cannot be blank."),
    _("This field cannot be null."),
    _("%(model_name)s with this %(field_label)s already exists."),
    _("%(model_name)s with this %(field_labels)s already exists."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Enter a valid date."),
    _("Enter a valid date/time."),
    _("Enter a whole number."),
    _("Enter a valid email address."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: "
        "%(field_names)s. You may need to file a bug report if the issue persists."
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
]
DESK = [
    _("None"),
    _("Add %s"),
    _("You may edit it again below."),
    _("No fields changed."),
    _("No, take me back"),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("No action selected."),
    ngettext_lazy("Please correct the error below.", "Please correct the errors below.", 1),
]
ACCOUNTS = [
    _("user"),
    _("users"),
    _("Password"),
    _("Password confirmation"),
    _("Enter the same password as before, for verification."),
    _("Old password"),
    _("New password"),
    _("New password confirmation"),
    _("The two password fields didn’t match."),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Password change"),
    _("Password change successful"),
    _("Password changed successfully."),
    _("Your password was changed."),
    _("Change my password"),
    _("Change password: %s"),
    _("Set password: %s"),
    _("Enter a new password for the user <strong>%(username)s</strong>."),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password "
        "twice so we can verify you typed it in correctly."
    ),
    _(
        "Please enter the correct %(username)s and password for a staff account. Note that both "
        "fields may be case-sensitive."
    ),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    _(
        "Designates whether this user should be treated as active. Unselect this instead of "
        "deleting accounts."
    ),
    _("A user with that username already exists."),
    _("email address"),
]
