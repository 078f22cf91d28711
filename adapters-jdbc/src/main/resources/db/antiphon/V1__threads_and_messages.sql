-- Threads and their messages. One text for H2 and PostgreSQL; every statement may run again, since
-- H2 commits each one by itself. Ids are escaped where a database could not keep a character.

create table if not exists antiphon_thread (
  owner_id varchar(1280) not null,
  thread_id varchar(640) not null,
  -- counts the batches
  revision bigint not null,
  -- 'absent', 'none', or 'set' with head_id
  head_state varchar(8) not null,
  head_id varchar(640),
  -- 'regular' or 'archived'
  status varchar(16) not null,
  title text,
  external_id text,
  -- a JSON object
  custom text,
  -- epoch milliseconds; active_at is the time of creation until a message is stored
  last_message_at bigint,
  active_at bigint not null,
  -- for several processes on one database: who may write, since which takeover, until when
  lease_holder varchar(640),
  lease_epoch bigint default 0 not null,
  lease_until bigint,
  primary key (owner_id, thread_id)
);

create index if not exists antiphon_thread_by_activity
  on antiphon_thread (owner_id, active_at, thread_id);

create table if not exists antiphon_message (
  owner_id varchar(1280) not null,
  thread_id varchar(640) not null,
  message_id varchar(640) not null,
  -- no foreign key: a message whose parent is lost must still load
  parent_id varchar(640),
  -- the order of first append: the batch, and the place in it
  batch_number bigint not null,
  batch_place integer not null,
  -- antiphon/v1
  content text not null,
  -- a JSON object
  run_config text,
  idempotency_key varchar(640),
  primary key (owner_id, thread_id, message_id),
  foreign key (owner_id, thread_id) references antiphon_thread (owner_id, thread_id)
    on delete cascade
);

create index if not exists antiphon_message_by_append
  on antiphon_message (owner_id, thread_id, batch_number, batch_place);
