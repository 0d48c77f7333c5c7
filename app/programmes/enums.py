"""Words of the programmes domain."""

from enum import StrEnum


class BodyRole(StrEnum):
    """What a body does in a programme (`domain.md` § 1.2)."""

    POLICY_OWNER = "policy_owner"
    CO_CHAIR = "co_chair"
    SECRETARIAT = "secretariat"
    IMPLEMENTING_AGENCY = "implementing_agency"
    FUNDER = "funder"
    EVALUATOR_PROVIDER = "evaluator_provider"
    PROMOTER = "promoter"
    MATCHMAKER = "matchmaker"
    TRAINING_HOST = "training_host"
    EXPERT_PROVIDER = "expert_provider"
    LICENSING_AUTHORITY = "licensing_authority"
    STATISTICS_SOURCE = "statistics_source"
    MEMBER = "member"
    OBSERVER = "observer"
    TEST_SITE = "test_site"
    AUDITOR = "auditor"


