//! Enumerations that are kept as numbers: each value with its number in the database and its public
//! name, written once. A number, once given, is never given to another value.

/// Makes an enumeration whose values are kept as numbers from 1.
macro_rules! kept {
    ($(#[$doc:meta])* $name:ident, $count:literal {
        $($(#[$value_doc:meta])* $value:ident = $number:literal, $text:literal;)*
    }) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        pub enum $name {
            $($(#[$value_doc])* $value,)*
        }

        impl $name {
            /// Every value.
            pub const ALL: [Self; $count] = [$(Self::$value),*];

            /// The number it is kept as.
            #[must_use]
            pub const fn number(self) -> i32 {
                match self {
                    $(Self::$value => $number,)*
                }
            }

            /// The value kept as a number.
            #[must_use]
            pub fn from_number(number: i32) -> Option<Self> {
                Self::ALL.into_iter().find(|value| value.number() == number)
            }

            /// Its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $text,)*
                }
            }
        }
    };
}
