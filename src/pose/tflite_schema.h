// tflite_schema.h: the few tables of the TensorFlow Lite file format that a pose network uses.
//
// A .tflite file is a FlatBuffer: tables whose fields are found by number. Here stand those numbers, written by hand
// because the full schema has 150 tables and we read ten. verify() proves every offset lies inside the file before
// any accessor is called. Source: TensorFlow Lite schema, version 3.
#pragma once

#include <flatbuffers/flatbuffers.h>

#include <cstdint>

namespace endrange::tflite {

// Where field number n of a table stands in its offset table.
constexpr flatbuffers::voffset_t slot(int n) { return static_cast<flatbuffers::voffset_t>(4 + 2 * n); }

template <class T>
using Offsets = flatbuffers::Vector<flatbuffers::Offset<T>>;
using Ints = flatbuffers::Vector<std::int32_t>;
using flatbuffers::Verifier;

// Makes the accessors of flatbuffers::Table readable: get<T>(field) for pointers, scalar<T>(field, default).
struct Table : flatbuffers::Table {
  template <class T>
  const T* get(int field) const {
    return GetPointer<const T*>(slot(field));
  }
  template <class T>
  T scalar(int field, T fallback) const {
    return GetField<T>(slot(field), fallback);
  }
  template <class T>
  bool has_vector(Verifier& verifier, int field) const {
    return VerifyOffset(verifier, slot(field)) && verifier.VerifyVector(get<flatbuffers::Vector<T>>(field));
  }
  template <class T>
  bool has_tables(Verifier& verifier, int field) const {
    return VerifyOffset(verifier, slot(field)) && verifier.VerifyVector(get<Offsets<T>>(field)) &&
           verifier.VerifyVectorOfTables(get<Offsets<T>>(field));
  }
  template <class T>
  bool has_table(Verifier& verifier, int field) const {
    return VerifyOffset(verifier, slot(field)) && (get<T>(field) == nullptr || get<T>(field)->Verify(verifier));
  }
};

// Options of a layer: numbers by field, different for each kind. Scalars in a FlatBuffer table may lie anywhere
// inside it, so the accessors read through the offset table and check the width against the table's own size.
struct Options : Table {
  int integer(int field, int fallback) const {
    return fits(field, 4) ? scalar<std::int32_t>(field, fallback) : fallback;
  }
  int byte(int field) const { return fits(field, 1) ? scalar<std::int8_t>(field, 0) : 0; }
  bool boolean(int field) const { return byte(field) != 0; }
  bool Verify(Verifier& verifier) const {
    // VerifyTableStart proves the offset table, not the size that the table claims and that fits() relies on.
    return VerifyTableStart(verifier) &&
           verifier.VerifyFromPointer(reinterpret_cast<const std::uint8_t*>(this), size()) && verifier.EndTable();
  }

 private:
  // What the table claims to take. An offset table too short to say so names no field either.
  flatbuffers::voffset_t size() const {
    using Number = flatbuffers::voffset_t;
    const bool is_stated = flatbuffers::ReadScalar<Number>(GetVTable()) >= 2 * sizeof(Number);
    return is_stated ? flatbuffers::ReadScalar<Number>(GetVTable() + sizeof(Number)) : Number{0};
  }
  bool fits(int field, int bytes) const {
    const std::uint8_t* table = reinterpret_cast<const std::uint8_t*>(this);
    const std::uint8_t* address = GetAddressOf(slot(field));
    return address == nullptr || address + bytes <= table + size();
  }
};

struct Dimension : Table {
  int format() const { return scalar<std::int8_t>(0, 0); }  // 0 dense, 1 compressed
  int dense_size() const { return scalar<std::int32_t>(1, 0); }
  int segments_type() const { return scalar<std::uint8_t>(2, 0); }
  const Table* segments() const { return get<Table>(3); }
  int indices_type() const { return scalar<std::uint8_t>(4, 0); }
  const Table* indices() const { return get<Table>(5); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && VerifyField<std::int8_t>(verifier, slot(0), 1) &&
           VerifyField<std::int32_t>(verifier, slot(1), 4) && VerifyField<std::uint8_t>(verifier, slot(2), 1) &&
           VerifyField<std::uint8_t>(verifier, slot(4), 1) && has_index_vector(verifier, 3, segments_type()) &&
           has_index_vector(verifier, 5, indices_type()) && verifier.EndTable();
  }

 private:
  // A union of three tables that differ only in the width of the one vector they hold: 1 = 32 bit, 2 = 16, 3 = 8.
  bool has_index_vector(Verifier& verifier, int field, int type) const {
    if (!VerifyOffset(verifier, slot(field))) return false;
    const Table* holder = get<Table>(field);
    if (holder == nullptr) return true;
    if (!holder->VerifyTableStart(verifier)) return false;
    const bool good = type == 1   ? holder->has_vector<std::int32_t>(verifier, 0)
                      : type == 2 ? holder->has_vector<std::uint16_t>(verifier, 0)
                                  : type == 3 && holder->has_vector<std::uint8_t>(verifier, 0);
    return good && verifier.EndTable();
  }
};

struct Sparsity : Table {
  const Ints* traversal_order() const { return get<Ints>(0); }
  const Ints* block_map() const { return get<Ints>(1); }
  const Offsets<Dimension>* dimensions() const { return get<Offsets<Dimension>>(2); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && has_vector<std::int32_t>(verifier, 0) &&
           has_vector<std::int32_t>(verifier, 1) && has_tables<Dimension>(verifier, 2) && verifier.EndTable();
  }
};

struct Tensor : Table {
  const Ints* shape() const { return get<Ints>(0); }
  int type() const { return scalar<std::int8_t>(1, 0); }
  std::uint32_t buffer() const { return scalar<std::uint32_t>(2, 0); }
  const flatbuffers::String* name() const { return get<flatbuffers::String>(3); }
  const Sparsity* sparsity() const { return get<Sparsity>(6); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && has_vector<std::int32_t>(verifier, 0) &&
           VerifyField<std::int8_t>(verifier, slot(1), 1) && VerifyField<std::uint32_t>(verifier, slot(2), 4) &&
           VerifyOffset(verifier, slot(3)) && verifier.VerifyString(name()) && has_table<Sparsity>(verifier, 6) &&
           verifier.EndTable();
  }
};

struct Operator : Table {
  std::uint32_t opcode_index() const { return scalar<std::uint32_t>(0, 0); }
  const Ints* inputs() const { return get<Ints>(1); }
  const Ints* outputs() const { return get<Ints>(2); }
  const Options* options() const { return get<Options>(4); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && VerifyField<std::uint32_t>(verifier, slot(0), 4) &&
           has_vector<std::int32_t>(verifier, 1) && has_vector<std::int32_t>(verifier, 2) &&
           has_table<Options>(verifier, 4) && verifier.EndTable();
  }
};

struct SubGraph : Table {
  const Offsets<Tensor>* tensors() const { return get<Offsets<Tensor>>(0); }
  const Ints* inputs() const { return get<Ints>(1); }
  const Ints* outputs() const { return get<Ints>(2); }
  const Offsets<Operator>* operators() const { return get<Offsets<Operator>>(3); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && has_tables<Tensor>(verifier, 0) && has_vector<std::int32_t>(verifier, 1) &&
           has_vector<std::int32_t>(verifier, 2) && has_tables<Operator>(verifier, 3) && tensors() != nullptr &&
           inputs() != nullptr && outputs() != nullptr && operators() != nullptr && verifier.EndTable();
  }
};

struct OperatorCode : Table {
  int deprecated_builtin_code() const { return scalar<std::int8_t>(0, 0); }
  int builtin_code() const { return scalar<std::int32_t>(3, 0); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && VerifyField<std::int8_t>(verifier, slot(0), 1) &&
           VerifyField<std::int32_t>(verifier, slot(3), 4) && verifier.EndTable();
  }
};

struct Buffer : Table {
  const flatbuffers::Vector<std::uint8_t>* data() const { return get<flatbuffers::Vector<std::uint8_t>>(0); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && has_vector<std::uint8_t>(verifier, 0) && verifier.EndTable();
  }
};

struct Model : Table {
  std::uint32_t version() const { return scalar<std::uint32_t>(0, 0); }
  const Offsets<OperatorCode>* operator_codes() const { return get<Offsets<OperatorCode>>(1); }
  const Offsets<SubGraph>* subgraphs() const { return get<Offsets<SubGraph>>(2); }
  const Offsets<Buffer>* buffers() const { return get<Offsets<Buffer>>(4); }

  bool Verify(Verifier& verifier) const {
    return VerifyTableStart(verifier) && VerifyField<std::uint32_t>(verifier, slot(0), 4) &&
           has_tables<OperatorCode>(verifier, 1) && has_tables<SubGraph>(verifier, 2) &&
           has_tables<Buffer>(verifier, 4) && operator_codes() != nullptr && subgraphs() != nullptr &&
           buffers() != nullptr && verifier.EndTable();
  }
};

}  // namespace endrange::tflite
