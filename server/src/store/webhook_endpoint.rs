//! Endpoints of departments' systems. The unique index is the last word on one endpoint a
//! department and address.

use super::{Session, Tx, duplicate, entity::webhook_endpoint};
use crate::{
    domain::{
        id::{AccountId, WebhookEndpointId},
        webhook_endpoint::WebhookEndpoint,
    },
    error::{Error, Result},
};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use uuid::Uuid;
use webhook_endpoint::Column;

impl<C: ConnectionTrait> Session<C> {
    /// An endpoint.
    ///
    /// # Errors
    /// `NotFound`; what the database says.
    pub async fn webhook_endpoint(&self, id: WebhookEndpointId) -> Result<WebhookEndpoint> {
        let found = webhook_endpoint::Entity::find_by_id(id.0).one(&self.conn).await?;
        found.map(of_row).ok_or(Error::NotFound)
    }

    /// A page of endpoints after one, by id: all, or a department's.
    ///
    /// # Errors
    /// What the database says.
    pub async fn webhook_endpoints(
        &self,
        department_id: Option<&str>,
        after: Option<Uuid>,
        limit: u64,
    ) -> Result<Vec<WebhookEndpoint>> {
        let mut find = webhook_endpoint::Entity::find();
        if let Some(department_id) = department_id {
            find = find.filter(Column::DepartmentId.eq(department_id));
        }
        if let Some(after) = after {
            find = find.filter(Column::Id.gt(after));
        }
        let rows = find.order_by_asc(Column::Id).limit(limit).all(&self.conn).await?;
        Ok(rows.into_iter().map(of_row).collect())
    }

    /// The endpoints of departments that are in use.
    ///
    /// # Errors
    /// What the database says.
    pub async fn endpoints_in_use(
        &self,
        department_ids: &[String],
    ) -> Result<Vec<WebhookEndpoint>> {
        let find = webhook_endpoint::Entity::find()
            .filter(Column::DepartmentId.is_in(department_ids.iter().map(String::as_str)))
            .filter(Column::DisabledAt.is_null());
        let rows = find.order_by_asc(Column::Id).all(&self.conn).await?;
        Ok(rows.into_iter().map(of_row).collect())
    }
}

impl Tx {
    /// An endpoint, locked until the transaction ends.
    ///
    /// # Errors
    /// `NotFound`; what the database says.
    pub async fn lock_webhook_endpoint(&self, id: WebhookEndpointId) -> Result<WebhookEndpoint> {
        let find = webhook_endpoint::Entity::find_by_id(id.0).lock_exclusive();
        find.one(&self.conn).await?.map(of_row).ok_or(Error::NotFound)
    }

    /// Adds an endpoint.
    ///
    /// # Errors
    /// `Conflict` where the department has one of that address meanwhile: it is judged again.
    pub async fn add_webhook_endpoint(&self, new: &WebhookEndpoint) -> Result<()> {
        let insert = webhook_endpoint::Entity::insert(row_of(new));
        match insert.exec_without_returning(&self.conn).await {
            Ok(_) => Ok(()),
            Err(error) if duplicate(&error).is_some() => Err(Error::Conflict),
            Err(error) => Err(error.into()),
        }
    }

    /// Writes a changed endpoint.
    ///
    /// # Errors
    /// What the database says.
    pub async fn update_webhook_endpoint(&self, changed: &WebhookEndpoint) -> Result<()> {
        webhook_endpoint::Entity::update_many()
            .set(row_of(changed))
            .filter(Column::Id.eq(changed.id.0))
            .exec(&self.conn)
            .await?;
        Ok(())
    }
}

fn row_of(from: &WebhookEndpoint) -> webhook_endpoint::ActiveModel {
    webhook_endpoint::ActiveModel {
        id: Set(from.id.0),
        department_id: Set(from.department_id.clone()),
        url: Set(from.url.clone()),
        secret_sealed: Set(from.secret_sealed.clone()),
        disabled_at: Set(from.disabled_at),
        created_by: Set(from.created_by.0),
        created_at: Set(from.created_at),
        updated_at: Set(from.updated_at),
        version: Set(from.version),
    }
}

fn of_row(row: webhook_endpoint::Model) -> WebhookEndpoint {
    WebhookEndpoint {
        id: WebhookEndpointId(row.id),
        department_id: row.department_id,
        url: row.url,
        secret_sealed: row.secret_sealed,
        disabled_at: row.disabled_at,
        created_by: AccountId(row.created_by),
        created_at: row.created_at,
        updated_at: row.updated_at,
        version: row.version,
    }
}
