//! Rows written together, and rows looked up by their keys. On PostgreSQL the rows of all tables go
//! in one statement, those of a table as one JSON value, so that the statement is the same for any
//! number of rows and is prepared once; with a placeholder for each value it would be parsed and
//! planned anew for each number of rows, at several times the cost. On SQLite each table takes a
//! statement.
//!
//! A plan that is kept was made when the tables were small, and all ways into a small table look
//! alike: therefore a look-up leaves PostgreSQL no choice but its index.

use super::{duplicate, padded};
use crate::error::{Error, Result as Outcome};
use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait as _, ConnectionTrait, DbBackend, DbErr,
    EntityTrait, FromQueryResult, IdenStatic as _, Iterable, JoinType, Value,
    sea_query::{
        Alias, Asterisk, CommonTableExpression, Condition, Expr, ExprTrait as _, Func,
        FunctionCall, InsertStatement, OnConflict, Query, SelectStatement, WithClause,
    },
};
use std::fmt::Write as _;

/// Values of one statement on SQLite, whose limit is 32 766.
const MOST_VALUES: usize = 30_000;

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
        if rows.is_empty() {
            return Ok(());
        }
        let columns = columns_set(&rows);
        // SQLite takes so many values in a statement.
        let most = match self.backend {
            DbBackend::Postgres => rows.len(),
            _ => (MOST_VALUES / columns.len().max(1)).max(1),
        };
        for rows in rows.chunks(most) {
            let mut insert = match self.backend {
                DbBackend::Postgres => from_json(&columns, rows)?,
                _ => from_values(&columns, rows)?,
            };
            if let Some(on_conflict) = &on_conflict {
                insert.on_conflict(on_conflict.clone());
            }
            self.inserts.push(insert);
        }
        Ok(())
    }

    /// Writes the rows.
    ///
    /// # Errors
    /// `Conflict` where a unique constraint refuses a row: somebody was faster, and what was
    /// decided is decided again. What else the database says.
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

/// A look-up of rows by their keys.
#[derive(Clone, Debug)]
pub(in crate::store) struct Lookup(SelectStatement);

impl Lookup {
    /// Looks for the rows that have the values of one of the wanted rows, in all the columns set
    /// there, and that hold to one more condition. The last of these columns is the one that mostly
    /// tells the wanted rows apart.
    ///
    /// # Errors
    /// An internal error where a value is of a kind that no column has.
    pub(in crate::store) fn new<A: ActiveModelTrait>(
        conn: &impl ConnectionTrait,
        wanted: &[A],
        also: Condition,
    ) -> Outcome<Self> {
        let columns = columns_set(wanted);
        Ok(Self(match conn.get_database_backend() {
            DbBackend::Postgres => by_json(&columns, wanted, also, false)?,
            _ => by_values(&columns, wanted, also),
        }))
    }

    /// The same with the rows found locked until the transaction ends, in the order in which they
    /// are wanted.
    ///
    /// # Errors
    /// An internal error where a value is of a kind that no column has.
    pub(in crate::store) fn locking<A: ActiveModelTrait>(
        conn: &impl ConnectionTrait,
        wanted: &[A],
    ) -> Outcome<Self> {
        let columns = columns_set(wanted);
        Ok(Self(match conn.get_database_backend() {
            DbBackend::Postgres => by_json(&columns, wanted, Condition::all(), true)?,
            // Its writer is alone.
            _ => by_values(&columns, wanted, Condition::all()),
        }))
    }

    /// The rows.
    ///
    /// # Errors
    /// What the database says.
    pub(in crate::store) async fn rows<M: FromQueryResult>(
        &self,
        conn: &impl ConnectionTrait,
    ) -> Outcome<Vec<M>> {
        let rows = conn.query_all(&self.0).await?;
        Ok(rows.iter().map(|row| M::from_query_result(row, "")).collect::<Result<_, _>>()?)
    }

    /// True where there is a row.
    pub(in crate::store) fn any(&self) -> Expr {
        Expr::exists(self.0.clone())
    }
}

fn columns_set<A: ActiveModelTrait>(rows: &[A]) -> Vec<ColumnOf<A>> {
    let Some(first) = rows.first() else { return Vec::new() };
    ColumnOf::<A>::iter().filter(|column| is_set(&first.get(*column))).collect()
}

fn rows_of<A: ActiveModelTrait>(also: Condition) -> SelectStatement {
    let mut find = Query::select();
    let columns = ColumnOf::<A>::iter().map(|column| column.as_column_ref());
    find.columns(columns).from(A::Entity::default()).cond_where(also);
    find
}

/// `SELECT f.* FROM json_populate_recordset(NULL::t, $1::json) w JOIN LATERAL (SELECT … FROM t
/// WHERE t.a = w.a AND … OFFSET 0) f ON TRUE`: each wanted row is looked up by itself.
fn by_json<A: ActiveModelTrait>(
    columns: &[ColumnOf<A>],
    wanted: &[A],
    also: Condition,
    locked: bool,
) -> Result<SelectStatement, DbErr> {
    let (one, found) = (Alias::new("wanted"), Alias::new("found"));
    let mut find = rows_of::<A>(also);
    for column in columns {
        find.and_where(Expr::col(column.as_column_ref()).equals((one.clone(), *column)));
    }
    find.offset(0);
    if locked {
        find.lock_exclusive();
    }
    let mut select = Query::select();
    select
        .column((found.clone(), Asterisk))
        .from_function(recordset(columns, wanted)?, one)
        .join_lateral(JoinType::InnerJoin, find, found, Expr::cust("TRUE"));
    Ok(select)
}

/// `SELECT … FROM t WHERE (a = ? AND b IN (?, …)) OR …`.
fn by_values<A: ActiveModelTrait>(
    columns: &[ColumnOf<A>],
    wanted: &[A],
    also: Condition,
) -> SelectStatement {
    let mut find = rows_of::<A>(also);
    let Some((last, heads)) = columns.split_last() else {
        find.and_where(Expr::cust("1 = 2"));
        return find;
    };
    let mut groups: Vec<(Vec<Value>, Vec<Value>)> = Vec::new();
    for row in wanted {
        let head: Vec<_> = heads.iter().filter_map(|c| row.get(*c).into_value()).collect();
        let value = row.get(*last).into_value();
        match groups.iter_mut().find(|(known, _)| *known == head) {
            Some((_, values)) => values.extend(value),
            None => groups.push((head, value.into_iter().collect())),
        }
    }
    let mut any = Condition::any();
    for (head, values) in groups {
        let mut all = Condition::all().add(last.is_in(padded(values)));
        for (column, value) in heads.iter().zip(head) {
            all = all.add(column.eq(value));
        }
        any = any.add(all);
    }
    find.cond_where(any);
    find
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
    let mut select = Query::select();
    let rows = recordset(columns, rows)?;
    select.columns(columns.iter().copied()).from_function(rows, Alias::new("given"));
    let mut statement = into::<A>(columns);
    statement.select_from(select).map_err(|error| DbErr::Custom(error.to_string()))?;
    Ok(statement)
}

/// `json_populate_recordset(NULL::t, $1::json)`.
fn recordset<A: ActiveModelTrait>(
    columns: &[ColumnOf<A>],
    rows: &[A],
) -> Result<FunctionCall, DbErr> {
    let table = Alias::new(A::Entity::default().as_str());
    let json = Expr::val(json_of(columns, rows)?).cast_as(Alias::new("json"));
    let shape = Expr::cust("NULL").cast_as(table);
    Ok(Func::cust("json_populate_recordset").arg(shape).arg(json))
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
