//! Rows written together. On PostgreSQL the rows of all tables go in one statement, those of a table
//! as one JSON value, so that the statement is the same for any number of rows and is prepared once;
//! with a placeholder for each value it would be parsed and planned anew for each number of rows, at
//! several times the cost. On SQLite each table takes a statement.

use super::duplicate;
use crate::error::{Error, Result as Outcome};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ConnectionTrait, DbBackend, DbErr, EntityTrait, IdenStatic as _,
    Iterable, Value,
    sea_query::{
        Alias, CommonTableExpression, Expr, ExprTrait as _, Func, InsertStatement, OnConflict,
        Query, WithClause,
    },
};
use std::fmt::Write as _;

/// Inserts that are written together.
#[derive(Debug)]
pub(in crate::store) struct Batch {
    backend: DbBackend,
    inserts: Vec<InsertStatement>,
}

impl Batch {
    /// An empty batch for a connection's database.
    pub(in crate::store) fn new(conn: &impl ConnectionTrait) -> Self {
        Self { backend: conn.get_database_backend(), inserts: Vec::new() }
    }

    /// Adds the rows of a table, all of them with the same columns set; without rows it adds
    /// nothing. A row may refer to one of an earlier table.
    ///
    /// # Errors
    /// An internal error where a value is of a kind that no column has.
    pub(in crate::store) fn add<A: ActiveModelTrait>(
        &mut self,
        rows: impl IntoIterator<Item = A>,
        on_conflict: Option<OnConflict>,
    ) -> Outcome<()> {
        let rows: Vec<A> = rows.into_iter().collect();
        let Some(first) = rows.first() else { return Ok(()) };
        let columns: Vec<ColumnOf<A>> =
            ColumnOf::<A>::iter().filter(|column| is_set(&first.get(*column))).collect();
        let mut insert = match self.backend {
            DbBackend::Postgres => from_json(&columns, &rows)?,
            _ => from_values(&columns, &rows)?,
        };
        if let Some(on_conflict) = on_conflict {
            insert.on_conflict(on_conflict);
        }
        self.inserts.push(insert);
        Ok(())
    }

    /// Writes the rows.
    ///
    /// # Errors
    /// `Conflict` where a unique constraint refuses a row: somebody was faster, and what was decided
    /// is decided again. What else the database says.
    pub(in crate::store) async fn write(self, conn: &impl ConnectionTrait) -> Outcome<()> {
        let told = |error: DbErr| match duplicate(&error) {
            Some(_) => Error::Conflict,
            None => error.into(),
        };
        for insert in self.statements() {
            conn.execute(&insert).await.map_err(told)?;
        }
        Ok(())
    }

    fn statements(mut self) -> Vec<InsertStatement> {
        let Some(mut last) = self.inserts.pop() else { return Vec::new() };
        if self.backend != DbBackend::Postgres || self.inserts.is_empty() {
            self.inserts.push(last);
            return self.inserts;
        }
        let mut with = WithClause::new();
        for (index, insert) in self.inserts.into_iter().enumerate() {
            let mut part = CommonTableExpression::new();
            part.table_name(Alias::new(format!("part{index}"))).query(insert);
            with.cte(part);
        }
        last.with_cte(with);
        vec![last]
    }
}

type ColumnOf<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Column;

fn is_set(value: &ActiveValue<Value>) -> bool {
    !matches!(value, ActiveValue::NotSet)
}

fn into<A: ActiveModelTrait>(columns: &[ColumnOf<A>]) -> InsertStatement {
    let mut statement = Query::insert();
    statement.into_table(A::Entity::default()).columns(columns.iter().copied());
    statement
}

fn from_values<A: ActiveModelTrait>(
    columns: &[ColumnOf<A>],
    rows: &[A],
) -> Result<InsertStatement, DbErr> {
    let mut statement = into::<A>(columns);
    for row in rows {
        let values = columns.iter().filter_map(|column| row.get(*column).into_value());
        statement
            .values(values.map(Expr::val))
            .map_err(|error| DbErr::Custom(error.to_string()))?;
    }
    Ok(statement)
}

/// `INSERT INTO t (…) SELECT … FROM json_populate_recordset(NULL::t, $1::json)`.
fn from_json<A: ActiveModelTrait>(
    columns: &[ColumnOf<A>],
    rows: &[A],
) -> Result<InsertStatement, DbErr> {
    let table = Alias::new(A::Entity::default().as_str());
    let json = Expr::val(json_of(columns, rows)?).cast_as(Alias::new("json"));
    let shape = Expr::cust("NULL").cast_as(table.clone());
    let rows = Func::cust("json_populate_recordset").arg(shape).arg(json);
    let mut select = Query::select();
    select.columns(columns.iter().copied()).from_function(rows, table);
    let mut statement = into::<A>(columns);
    statement.select_from(select).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(statement)
}

fn json_of<A: ActiveModelTrait>(columns: &[ColumnOf<A>], rows: &[A]) -> Result<String, DbErr> {
    let mut json = String::with_capacity(rows.len() * columns.len() * 32);
    for (index, row) in rows.iter().enumerate() {
        json.push_str(if index == 0 { "[" } else { "," });
        for (index, column) in columns.iter().enumerate() {
            json.push_str(if index == 0 { "{\"" } else { ",\"" });
            json.push_str(column.as_str());
            json.push_str("\":");
            push(&mut json, row.get(*column).into_value())?;
        }
        json.push('}');
    }
    json.push(']');
    Ok(json)
}

/// Writes a value as PostgreSQL reads it back into its column.
fn push(json: &mut String, value: Option<Value>) -> Result<(), DbErr> {
    let written = match value {
        Some(Value::Int(Some(number))) => write!(json, "{number}"),
        Some(Value::BigInt(Some(number))) => write!(json, "{number}"),
        Some(Value::Uuid(Some(id))) => write!(json, "\"{id}\""),
        Some(Value::ChronoDate(Some(date))) => write!(json, "\"{date}\""),
        Some(Value::ChronoDateTimeUtc(Some(at))) => {
            write!(json, "\"{}\"", at.format("%Y-%m-%dT%H:%M:%S%.6fZ"))
        }
        Some(Value::Bytes(Some(bytes))) => {
            json.push_str("\"\\\\x");
            data_encoding::HEXLOWER.encode_append(&bytes, json);
            json.push('"');
            Ok(())
        }
        Some(Value::String(Some(text))) => {
            let text = serde_json::to_string(&text);
            json.push_str(&text.map_err(|error| DbErr::Custom(error.to_string()))?);
            Ok(())
        }
        None
        | Some(
            Value::Int(None)
            | Value::BigInt(None)
            | Value::Uuid(None)
            | Value::ChronoDate(None)
            | Value::ChronoDateTimeUtc(None)
            | Value::Bytes(None)
            | Value::String(None),
        ) => {
            json.push_str("null");
            Ok(())
        }
        Some(other) => return Err(DbErr::Custom(format!("no column is like {other:?}"))),
    };
    written.map_err(|error| DbErr::Custom(error.to_string()))
}
