from forms.problems import Problem


def check_application(form, record) -> list[Problem]:
    return []


def check_summary(form, record) -> list[Problem]:
    return []
