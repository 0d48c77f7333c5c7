"""A project is frozen into a version, and each partner's signatory commits to it or objects.

A commitment covers sections. It is carried over to the next version when none of them changed, else it is asked for again,
and goes stale as soon as the project goes on with that version. With the last commitment the project is submitted, in the same transaction.
"""

from typing import Any

from app.accounts.enums import Role
from app.accounts.rights import CLOCK
from app.core.db import lock
from app.core.errors import NotAllowed, Refused, StaleVersion
from app.extensions import db
from app.projects import policy, snapshot
from app.projects.enums import COMMITTED_SECTIONS, CommitmentState, ProjectState
from app.projects.models import Commitment, Partner, Project, ProjectVersion
from app.projects.services.due import commitment_due, draft_due, eligibility_due
from app.projects.services.restoring import restore
from app.projects.services.touch import touch
from app.projects.workflow import PROJECT, complete

COVERED = sorted(str(section) for section in COMMITTED_SECTIONS)


def freeze(project: Project, content: snapshot.Snapshot, *, by: Any) -> ProjectVersion:
    """Make a version with this content, and with the commitments that still hold for it."""
    sources = [version for version in (project.current_version, project.submitted_version) if version is not None]
    version = ProjectVersion(
        project=project, number=project.versions[-1].number + 1 if project.versions else 1, snapshot=content,
        hash=snapshot.digest(content), section_hashes=snapshot.section_hashes(content), locked_by_id=by.id,
    )
    db.session.add(version)
    db.session.flush()
    for source in dict.fromkeys(sources):
        _carry_over(source, version)
    return version


def _carry_over(source: ProjectVersion, version: ProjectVersion) -> None:
    there = {commitment.partner_id for commitment in version.commitments}
    for commitment in source.commitments:
        fits = commitment.partner_id not in there and commitment.partner.public_id in version.partner_ids
        if fits and commitment.state == CommitmentState.COMMITTED and not _changed(commitment, version):
            version.commitments.append(Commitment(
                partner=commitment.partner, signatory_id=commitment.signatory_id, state=CommitmentState.COMMITTED,
                sections=commitment.sections, carried_from_id=commitment.id,
            ))
    db.session.flush()


def _changed(commitment: Commitment, version: ProjectVersion) -> bool:
    changed = snapshot.changed_sections(commitment.version.section_hashes, version.section_hashes)
    return bool({str(section) for section in changed} & set(commitment.sections))


def go_on_with(project: Project, version: ProjectVersion) -> None:
    """Let the commitments to other versions go stale where what they cover reads differently in this one."""
    for other in project.versions:
        for commitment in other.commitments:
            if other is not version and commitment.state == CommitmentState.COMMITTED and _changed(commitment, version):
                commitment.state = CommitmentState.STALE
    db.session.flush()


def lock_project(project: Project, *, by: Any, version: int | None = None) -> ProjectVersion:
    """Freeze a complete draft and ask every partner's signatory to commit.

    :raises Refused: with everything that is missing.
    """
    return _lock_for_commitment("lock", project, by=by, version=version)


def revise_project(project: Project, *, by: Any, version: int | None = None) -> ProjectVersion:
    """Freeze the revision that the countries asked for; what it changed is committed to anew."""
    return _lock_for_commitment("revise", project, by=by, version=version)


def _lock_for_commitment(action: str, project: Project, *, by: Any, version: int | None) -> ProjectVersion:
    lock(project, version)
    if not PROJECT.can(action, project, by):
        PROJECT.fire(action, project, by=by)
        raise NotAllowed
    problems = complete(project, by)
    if problems:
        raise Refused(problems)
    frozen = freeze(project, snapshot.build(project), by=by)
    changes = {"current_version_id": frozen.id, "due_at": commitment_due(project)}
    PROJECT.fire(action, project, by=by, changes=changes)
    db.session.expire(project, ["current_version", "versions"])
    go_on_with(project, frozen)
    submit_if_committed(project)
    return frozen


def commit_to_version(project: Project, *, version_hash: str, by: Any) -> None:
    """A signatory commits the partner to the version whose hash the page showed; doing so twice is doing it once.

    :raises StaleVersion: another version has taken its place.
    """
    lock(project)
    version = _seen_version(project, version_hash)
    unanswered = _answering(project, by)
    if not unanswered and _stands(project, version, by):
        return
    action = "recommit" if project.state == ProjectState.INFO_REQUESTED else "commit"
    touch(project)
    PROJECT.fire(action, project, by=by, comment=", ".join(partner.organisation.name for partner in unanswered))
    for partner in unanswered:
        version.commitments.append(
            Commitment(partner=partner, signatory_id=by.id, state=CommitmentState.COMMITTED, sections=COVERED)
        )
    db.session.flush()
    submit_if_committed(project)


def _seen_version(project: Project, version_hash: str) -> ProjectVersion:
    version = project.current_version
    if version is None or version.hash != version_hash:
        raise StaleVersion(project)
    db.session.expire(version, ["commitments"])
    return version


def _answering(project: Project, by: Any) -> list[Partner]:
    return [p for p in policy.unanswered_partners(project) if by.holds(Role.SIGNATORY, organisation_id=p.organisation_id)]


def _stands(project: Project, version: ProjectVersion, by: Any) -> bool:
    if project.state not in policy.COMMITTING_STATES and not version.is_committed:
        return False
    own = {partner.id for partner in policy.own_partners(by, project, Role.SIGNATORY)}
    said_yes = {c.partner_id for c in version.commitments if c.state == CommitmentState.COMMITTED}
    return bool(own) and own <= said_yes


def submit_if_committed(project: Project) -> None:
    """With the last commitment, submit (or hand in the answer); time acts, not the last signatory."""
    version = project.current_version
    if version is None or not version.is_committed:
        return
    changes = {"due_at": eligibility_due(project)}
    if project.state == ProjectState.INFO_REQUESTED:
        target = ProjectState(project.returns_to or ProjectState.SUBMITTED)
        PROJECT.fire("complete_answer", project, by=CLOCK, to=target, changes={**changes, "returns_to": None})
        go_on_with(project, version)
        restore(project, version, project.info_requests[-1].sections)
    else:
        PROJECT.fire("all_committed", project, by=CLOCK, changes=changes)


def object_to_version(project: Project, *, version_hash: str, reason: str, by: Any) -> None:
    """A signatory objects: the project is a draft again, and everyone in it is told why.

    :raises StaleVersion: another version has taken its place.
    """
    lock(project)
    version = _seen_version(project, version_hash)
    PROJECT.fire("object", project, by=by, comment=reason, changes={"due_at": draft_due(project)})
    standing = {c.partner_id: c for c in version.commitments if c.state != CommitmentState.STALE}
    for partner in policy.own_partners(by, project, Role.SIGNATORY):
        commitment = standing.get(partner.id)
        if commitment is None:
            commitment = Commitment(partner=partner, sections=COVERED)
            version.commitments.append(commitment)
        commitment.state, commitment.signatory_id, commitment.reason = CommitmentState.OBJECTED, by.id, reason
    db.session.flush()
