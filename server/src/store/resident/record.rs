//! What belongs to a resident's record: its history and the grounds on which his data are used.

use crate::{
    domain::{
        id::{AccountId, ResidentId},
        resident::{Consent, DataPurpose, LegalGround, ResidentStep, ResidentStepKind, Withdrawal},
    },
    error::{Error, Result},
    store::{
        Session, Tx,
        case::row::number,
        entity::{resident_consent, resident_step},
    },
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait as _},
};

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

impl<C: ConnectionTrait> Session<C> {
    /// A page of a resident's history after a step. The caller has looked that he may see it.
    ///
    /// # Errors
    /// What the database says.
    pub async fn resident_steps(
        &self,
        of: ResidentId,
        after: u32,
        limit: u64,
    ) -> Result<Vec<ResidentStep>> {
        use resident_step::Column;
        let find = resident_step::Entity::find()
            .filter(Column::ResidentId.eq(of.0))
            .filter(Column::Number.gt(number(after)))
            .order_by_asc(Column::Number)
            .limit(limit);
        let step = |row: resident_step::Model| {
            let unreadable = || Error::internal("a step of a resident cannot be read");
            Ok(ResidentStep {
                number: count(row.number),
                at: row.at,
                kind: ResidentStepKind::from_number(row.kind).ok_or_else(unreadable)?,
                account_id: AccountId(row.account_id),
                detail: row.detail,
                other: row.other_id.map(ResidentId),
            })
        };
        find.all(&self.conn).await?.into_iter().map(step).collect()
    }

    /// The grounds on which a resident's data are used, in the order recorded. The caller has
    /// looked that he may see them.
    ///
    /// # Errors
    /// What the database says.
    pub async fn consents_of(&self, of: ResidentId) -> Result<Vec<Consent>> {
        use resident_consent::Column;
        let find = resident_consent::Entity::find()
            .filter(Column::ResidentId.eq(of.0))
            .order_by_asc(Column::Number);
        find.all(&self.conn).await?.into_iter().map(consent_of).collect()
    }
}

impl Tx {
    /// Adds a ground. The caller has locked the resident.
    ///
    /// # Errors
    /// What the database says.
    pub async fn add_consent(&self, of: ResidentId, new: &Consent) -> Result<()> {
        let insert = resident_consent::Entity::insert(consent_row(of, new));
        insert.exec_without_returning(&self.conn).await?;
        Ok(())
    }

    /// Writes a changed ground.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_consent(&self, of: ResidentId, changed: &Consent) -> Result<()> {
        use resident_consent::Column;
        resident_consent::Entity::update_many()
            .set(consent_row(of, changed))
            .filter(Column::ResidentId.eq(of.0))
            .filter(Column::Number.eq(number(changed.number)))
            .exec(&self.conn)
            .await?;
        Ok(())
    }

    /// Moves the grounds of one resident behind those of another, where so many are.
    ///
    /// # Errors
    /// What the database says.
    pub async fn move_consents(&self, from: ResidentId, to: ResidentId, behind: u32) -> Result<()> {
        use resident_consent::Column;
        resident_consent::Entity::update_many()
            .col_expr(Column::ResidentId, Expr::value(to.0))
            .col_expr(Column::Number, Expr::col(Column::Number).add(number(behind)))
            .filter(Column::ResidentId.eq(from.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}

fn consent_row(of: ResidentId, from: &Consent) -> resident_consent::ActiveModel {
    let withdrawn = from.withdrawn.as_ref();
    resident_consent::ActiveModel {
        resident_id: Set(of.0),
        number: Set(number(from.number)),
        purpose: Set(from.purpose.number()),
        ground: Set(from.ground.number()),
        given_at: Set(from.given_at),
        evidence: Set(from.evidence.clone()),
        recorded_by: Set(from.recorded_by.0),
        withdrawn_at: Set(withdrawn.map(|withdrawal| withdrawal.at)),
        withdrawal: Set(withdrawn.map(|withdrawal| withdrawal.text.clone()).unwrap_or_default()),
        withdrawn_by: Set(withdrawn.map(|withdrawal| withdrawal.by.0)),
    }
}

fn consent_of(row: resident_consent::Model) -> Result<Consent> {
    let unreadable = || Error::internal("a ground cannot be read");
    let withdrawn = row.withdrawn_at.zip(row.withdrawn_by);
    let text = row.withdrawal;
    Ok(Consent {
        number: count(row.number),
        purpose: DataPurpose::from_number(row.purpose).ok_or_else(unreadable)?,
        ground: LegalGround::from_number(row.ground).ok_or_else(unreadable)?,
        given_at: row.given_at,
        evidence: row.evidence,
        recorded_by: AccountId(row.recorded_by),
        withdrawn: withdrawn.map(|(at, by)| Withdrawal { at, text, by: AccountId(by) }),
    })
}
