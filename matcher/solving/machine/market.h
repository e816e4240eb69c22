// A market as the loops read it: the structures of matcher/solving/tables.py and flow.py.
//
// Every field is 8 bytes wide, a whole number or where an array begins, in the order of the
// Python tuple of the same name; a test compares the two.

#ifndef MARKET_H
#define MARKET_H

#include <stdbool.h>
#include <stdint.h>

#if defined(_WIN32)
#define EXPORTED __declspec(dllexport)
#else
#define EXPORTED __attribute__((visibility("default")))
#endif

enum { GRADES = 11, WAYS = 3, UNFIT = -1 };

// Above any weight: no path, no pair.
#define FAR ((int64_t)1 << 62)

typedef struct {
  uint64_t hash;
  int32_t organisation;
  int32_t places;
  int32_t bonus;
  int16_t region;
  int16_t profession;
  int8_t grade;
  int8_t lowest;
  int8_t highest;
  bool remote;
  bool in_person;
} Person;

_Static_assert(sizeof(Person) == 32, "PERSON of tables.py has 32 bytes");
_Static_assert(sizeof(void *) == 8, "structures are read as words of 8 bytes");

typedef struct {
  const Person *person;
  const int32_t *need_start;
  const int32_t *need_bit;
  const int32_t *need_group;
  const int32_t *need_full;
  const int32_t *need_near;
  const int64_t *special_start;
  const int32_t *special_mentor;
  const bool *special_chosen;
  const bool *special_forbidden;
  const int64_t *special_points;
} Mentees;

typedef struct {
  const Person *person;
  const uint64_t *mask;
  int64_t words;
} Mentors;

typedef struct {
  const int32_t *gap_points;
  const bool *related;
  int64_t organisations;
  int64_t organisation_rule;
  int64_t unrelated_points;
  int64_t profession_points;
  int64_t region_points;
  int64_t point;
  int64_t tie;
  int64_t key;
} Rules;

typedef struct {
  const int64_t *first;
  const int64_t *width;
  const int64_t *start;
  const int32_t *mentor;
  const int64_t *cost;
} Shelf;

typedef struct {
  const int64_t *start;
  const int32_t *mentor;
  const int64_t *weight;
} Columns;

typedef struct {
  Mentees mentees;
  Mentors mentors;
  Rules rules;
  Shelf shelf;
  const int64_t *price;
  const int64_t *threshold;
  Columns listed;
  int64_t most;
} Block;

typedef struct {
  Block block;
  int64_t rows;
  int32_t *stamp;
  int64_t *gain;
  int32_t *mentor;
  int64_t *weight;
  int32_t *kept;
} Scan;

typedef struct {
  const int64_t *start;
  const int32_t *mentor;
  const Person *person;
  const uint64_t *mask;
  const int64_t *price;
} Lists;

typedef struct {
  Mentees mentees;
  Mentors mentors;
  Rules rules;
  Lists lists;
  const int64_t *price;
  const int64_t *threshold;
  Columns taken;
  int64_t rows;
  int64_t areas;
  const int64_t *need_from;
  const int32_t *need_at;
  const int32_t *need_owner;
  int64_t *totals;
} Audit;

typedef struct {
  const int64_t *start;
  const int32_t *mentor;
  const int64_t *weight;
  bool *taken;
  const int64_t *placing;
  const int8_t *wanted;
  int64_t *threshold;
  int64_t *held;
  const int32_t *places;
  int64_t *price;
  const int64_t *floor;
  int64_t *load;
  const int64_t *seat_start;
  int32_t *seat_column;
  int32_t *seat_mentee;
  int64_t mentees;
  int64_t mentors;
} Seating;

typedef struct {
  int64_t *distance;
  int32_t *column;
  int32_t *owner;
  int32_t *touched;
  int64_t *heap_distance;
  int32_t *heap_node;
  int64_t heap_size;
  int64_t touched_size;
  int64_t best;
  int64_t best_node;
} Search;

typedef struct {
  Seating state;
  Search search;
  const int32_t *order;
  const int64_t *into_start;
  const int32_t *into;
  const int32_t *owner;
} Seats;

#endif
