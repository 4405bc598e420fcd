//! Files that prove something, and which of them are loose: bytes without a file. A finder asks for
//! a scope: a department sees the files that belong to a case in which it has a task.

use super::{
    Session, Tx, before_row,
    case::cases_with,
    entity::{case_file, evidence, evidence_loose},
    padded,
};
use crate::{
    domain::{
        caller::Scope,
        case::CaseState,
        evidence::{Evidence, EvidenceKind, EvidenceUse, MediaType},
        id::{AccountId, CaseId, EvidenceId},
    },
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use uuid::Uuid;

/// Which files are asked for.
#[derive(Clone, Debug, Default)]
pub struct EvidenceFilter {
    /// Of this case.
    pub case_id: Option<CaseId>,
    /// Of these kinds; empty: of all.
    pub kinds: Vec<EvidenceKind>,
}

impl<C: ConnectionTrait> Session<C> {
    /// A file within the scope.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn evidence(&self, scope: &Scope, id: EvidenceId) -> Result<Evidence> {
        let find = scoped(evidence::Entity::find_by_id(id.0), scope);
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// A page of files within the scope, the newest first, after the file `(at, id)`.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence_list(
        &self,
        scope: &Scope,
        filter: &EvidenceFilter,
        after: Option<(DateTime<Utc>, Uuid)>,
        limit: u64,
    ) -> Result<Vec<Evidence>> {
        use evidence::Column;
        let mut find = scoped(evidence::Entity::find(), scope);
        if let Some(case) = filter.case_id {
            find = find.filter(Column::CaseId.eq(case.0));
        }
        if !filter.kinds.is_empty() {
            let kinds = filter.kinds.iter().map(|kind| kind.number());
            find = find.filter(Column::Kind.is_in(kinds));
        }
        if let Some((at, id)) = after {
            let columns = [Column::CreatedAt, Column::Id];
            find = find.filter(before_row(&columns, vec![at.into(), id.into()]));
        }
        let find = find.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(limit);
        find.all(&self.conn).await?.into_iter().map(of_row).collect()
    }

    /// What may rest on a file.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence_use(&self, file: &Evidence) -> Result<EvidenceUse> {
        let uses = self.evidence_uses(std::slice::from_ref(file)).await?;
        uses.into_iter().next().ok_or_else(|| Error::internal("a file has no use"))
    }

    /// What may rest on some files, in their order.
    ///
    /// # Errors
    /// What the database says.
    pub async fn evidence_uses(&self, files: &[Evidence]) -> Result<Vec<EvidenceUse>> {
        let cases = files.iter().filter_map(|file| file.case_id).collect();
        let cases = self.case_states(cases).await?;
        let ids: Vec<_> = files.iter().map(|file| file.id).collect();
        let mandates = self.mandates_proven_by(ids.clone()).await?;
        let entries = self.whitelist_entries_proven_by(ids).await?;
        let of = |file: &Evidence| EvidenceUse {
            mandate_id: mandates.get(&file.id).copied(),
            entry_id: entries.get(&file.id).copied(),
            case: cases.iter().copied().find(|(id, _)| Some(*id) == file.case_id),
        };
        Ok(files.iter().map(of).collect())
    }

    async fn case_states(&self, ids: Vec<CaseId>) -> Result<Vec<(CaseId, CaseState)>> {
        use case_file::Column;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(Uuid, i32)> = case_file::Entity::find()
            .select_only()
            .columns([Column::Id, Column::State])
            .filter(Column::Id.is_in(padded(ids.into_iter().map(|id| id.0).collect())))
            .into_tuple()
            .all(&self.conn)
            .await?;
        let state = |(id, number)| Some((CaseId(id), CaseState::from_number(number)?));
        Ok(rows.into_iter().filter_map(state).collect())
    }
}

impl Tx {
    /// A file within the scope, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound` where there is none, or none to see.
    pub async fn lock_evidence(&self, scope: &Scope, id: EvidenceId) -> Result<Evidence> {
        let find = scoped(evidence::Entity::find_by_id(id.0), scope).lock_exclusive();
        of_row(find.one(&self.conn).await?.ok_or(Error::NotFound)?)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_evidence(&self, new: &Evidence) -> Result<()> {
        evidence::Entity::insert(row_of(new)?).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Deletes a file.
    ///
    /// # Errors
    /// What the database says.
    pub async fn delete_evidence(&self, id: EvidenceId) -> Result<()> {
        evidence::Entity::delete_by_id(id.0).exec(&self.conn).await?;
        Ok(())
    }

    /// Notes that bytes of a file may lie about.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_loose(&self, id: EvidenceId, since: DateTime<Utc>) -> Result<()> {
        let row = evidence_loose::ActiveModel { id: Set(id.0), since: Set(since), taken: Set(0) };
        evidence_loose::Entity::insert(row).exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// The bytes are a file's from now on. False where they are being cleared away already.
    ///
    /// # Errors
    /// What the database says.
    pub async fn settle_loose(&self, id: EvidenceId) -> Result<bool> {
        use evidence_loose::Column;
        let deleted = evidence_loose::Entity::delete_by_id(id.0)
            .filter(Column::Taken.eq(0))
            .exec(&self.conn)
            .await?;
        Ok(deleted.rows_affected == 1)
    }

    /// Marks those loose since before an instant as being cleared away, and answers them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn take_loose(&self, before: DateTime<Utc>, limit: u64) -> Result<Vec<EvidenceId>> {
        use evidence_loose::Column;
        let ids: Vec<Uuid> = evidence_loose::Entity::find()
            .select_only()
            .column(Column::Id)
            .filter(Column::Since.lt(before))
            .order_by_asc(Column::Since)
            .limit(limit)
            .into_tuple()
            .all(&self.conn)
            .await?;
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        evidence_loose::Entity::update_many()
            .col_expr(Column::Taken, sea_orm::sea_query::Expr::val(1))
            .filter(Column::Id.is_in(padded(ids.clone())))
            .exec(&self.conn)
            .await?;
        Ok(ids.into_iter().map(EvidenceId).collect())
    }

    /// Nothing of the file lies about any more.
    ///
    /// # Errors
    /// What the database says.
    pub async fn forget_loose(&self, id: EvidenceId) -> Result<()> {
        evidence_loose::Entity::delete_by_id(id.0).exec(&self.conn).await?;
        Ok(())
    }
}

fn scoped(find: Select<evidence::Entity>, scope: &Scope) -> Select<evidence::Entity> {
    match scope {
        Scope::Centre => find,
        Scope::Department(own) => {
            find.filter(evidence::Column::CaseId.in_subquery(cases_with(own)))
        }
    }
}

fn row_of(from: &Evidence) -> Result<evidence::ActiveModel> {
    Ok(evidence::ActiveModel {
        id: Set(from.id.0),
        kind: Set(from.kind.number()),
        media_type: Set(from.media_type.number()),
        file_name_sealed: Set(from.file_name_sealed.clone()),
        key_sealed: Set(from.key_sealed.clone()),
        size_bytes: Set(i64::try_from(from.size).map_err(Error::internal)?),
        sha256: Set(from.sha256.to_vec()),
        blocks: Set(i32::try_from(from.blocks).map_err(Error::internal)?),
        case_id: Set(from.case_id.map(|id| id.0)),
        created_by: Set(from.created_by.0),
        created_at: Set(from.created_at),
        version: Set(from.version),
    })
}

fn of_row(row: evidence::Model) -> Result<Evidence> {
    let unreadable = || Error::internal("a file's row cannot be read");
    Ok(Evidence {
        id: EvidenceId(row.id),
        kind: EvidenceKind::from_number(row.kind).ok_or_else(unreadable)?,
        media_type: MediaType::from_number(row.media_type).ok_or_else(unreadable)?,
        file_name_sealed: row.file_name_sealed,
        key_sealed: row.key_sealed,
        size: u64::try_from(row.size_bytes).map_err(Error::internal)?,
        sha256: row.sha256.try_into().map_err(|_| unreadable())?,
        blocks: u32::try_from(row.blocks).map_err(Error::internal)?,
        case_id: row.case_id.map(CaseId),
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
        version: row.version,
    })
}
