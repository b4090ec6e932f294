"""A list with tabs, and filters that fold away: stories, agreements, trainings."""

from django.contrib.admin.views.main import ChangeList


class NarrowedChangeList(ChangeList):
    """`tabs`: the parameters that have links of their own above the list."""

    tabs = ()

    @property
    def specs(self):
        return {spec.parameter_name: spec for spec in self.filter_specs}

    @property
    def more_specs(self):
        return [spec for name, spec in self.specs.items() if name not in self.tabs]

    @property
    def kept(self):
        """[(name, value)]: what the fold's form must send along."""
        return [(key, self.params[key]) for key in (*self.tabs, "q") if key in self.params]

    @property
    def chosen(self):
        """[{"label", "url"}]: what the list is narrowed to now, and the list without it."""
        found = []
        for spec in self.more_specs:
            label = dict(spec.lookup_choices).get(spec.value())
            if label:
                url = self.get_query_string(remove=[spec.parameter_name])
                found.append({"label": f"{spec.title}: {label}", "url": url})
        if self.query:
            found.append({"label": f"“{self.query}”", "url": self.get_query_string(remove=["q"])})
        return found

    def choices(self, name):
        return self.specs[name].choices(self) if name in self.specs else []
