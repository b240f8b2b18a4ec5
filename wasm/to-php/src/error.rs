//! Why a module cannot be translated: each error has a stable code, the place, what is wrong and what to do about it.

#[derive(Debug, thiserror::Error)]
pub enum TranslateError {
    #[error("[{}] {path}: {message} – {}", self.code(), self.hint())]
    Malformed { path: String, message: String },
    #[error("[{}] {path}: instruction {instruction} is not supported – {}", self.code(), self.hint())]
    UnsupportedInstruction { path: String, instruction: String },
    #[error("[{}] {path}: {feature} is not supported – {}", self.code(), self.hint())]
    UnsupportedFeature { path: String, feature: String },
    #[error("[{}] --class: {class:?} is not a PHP class name – {}", self.code(), self.hint())]
    BadClassName { class: String },
}

impl TranslateError {
    /// Stable name of the kind of error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "wasm_malformed",
            Self::UnsupportedInstruction { .. } => "wasm_unsupported_instruction",
            Self::UnsupportedFeature { .. } => "wasm_unsupported_feature",
            Self::BadClassName { .. } => "php_bad_class_name",
        }
    }

    /// What the reader can do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Malformed { .. } => "build the module again; it must be a valid core WebAssembly module",
            Self::UnsupportedInstruction { .. } => {
                "build for wasm32-wasip1 without extra target features (no simd128, atomics or exception handling)"
            }
            Self::UnsupportedFeature { .. } => {
                "build an ordinary wasm32-wasip1 command: one own memory, at most one own function table, function imports only"
            }
            Self::BadClassName { .. } => "name a class, with its namespace, for example Acme\\Engine\\Module",
        }
    }

    pub(crate) fn malformed(error: &wasmparser::BinaryReaderError) -> Self {
        Self::Malformed { path: format!("byte {:#x}", error.offset()), message: error.message().to_owned() }
    }

    pub(crate) fn feature(path: impl Into<String>, feature: impl Into<String>) -> Self {
        Self::UnsupportedFeature { path: path.into(), feature: feature.into() }
    }
}

impl From<wasmparser::BinaryReaderError> for TranslateError {
    fn from(error: wasmparser::BinaryReaderError) -> Self {
        Self::malformed(&error)
    }
}

pub type Result<T> = std::result::Result<T, TranslateError>;
