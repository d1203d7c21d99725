CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);

CREATE SEQUENCE public.auth_group_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.auth_group_id_seq OWNED BY public.auth_group.id;

CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);

CREATE SEQUENCE public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.auth_group_permissions_id_seq OWNED BY public.auth_group_permissions.id;

CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);

CREATE SEQUENCE public.auth_permission_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.auth_permission_id_seq OWNED BY public.auth_permission.id;

CREATE TABLE public.auth_user (
    id integer NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    first_name character varying(150) NOT NULL,
    last_name character varying(150) NOT NULL,
    email character varying(254) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL
);

CREATE TABLE public.auth_user_groups (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    group_id integer NOT NULL
);

CREATE SEQUENCE public.auth_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.auth_user_groups_id_seq OWNED BY public.auth_user_groups.id;

CREATE SEQUENCE public.auth_user_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.auth_user_id_seq OWNED BY public.auth_user.id;

CREATE TABLE public.auth_user_user_permissions (
    id bigint NOT NULL,
    user_id integer NOT NULL,
    permission_id integer NOT NULL
);

CREATE SEQUENCE public.auth_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.auth_user_user_permissions_id_seq OWNED BY public.auth_user_user_permissions.id;

CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id integer NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);

CREATE SEQUENCE public.django_admin_log_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.django_admin_log_id_seq OWNED BY public.django_admin_log.id;

CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);

CREATE SEQUENCE public.django_content_type_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.django_content_type_id_seq OWNED BY public.django_content_type.id;

CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);

CREATE SEQUENCE public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.django_migrations_id_seq OWNED BY public.django_migrations.id;

CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);

CREATE TABLE public.shop_category (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    slug character varying(80) NOT NULL,
    parent_id bigint
);

CREATE SEQUENCE public.shop_category_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.shop_category_id_seq OWNED BY public.shop_category.id;

CREATE TABLE public.shop_comment (
    id bigint NOT NULL,
    text text NOT NULL,
    object_id integer NOT NULL,
    token uuid NOT NULL,
    spent interval,
    author_id integer NOT NULL,
    content_type_id integer NOT NULL,
    CONSTRAINT shop_comment_object_id_check CHECK ((object_id >= 0))
);

CREATE SEQUENCE public.shop_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.shop_comment_id_seq OWNED BY public.shop_comment.id;

CREATE TABLE public.shop_product (
    id bigint NOT NULL,
    name character varying(200) NOT NULL,
    price numeric(8,2) NOT NULL,
    stock integer NOT NULL,
    status character varying(10) NOT NULL,
    details jsonb NOT NULL,
    added timestamp with time zone NOT NULL,
    weight double precision,
    category_id bigint NOT NULL,
    owner_id integer NOT NULL,
    CONSTRAINT price_not_negative CHECK ((price >= (0)::numeric)),
    CONSTRAINT shop_product_stock_check CHECK ((stock >= 0))
);

CREATE SEQUENCE public.shop_product_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.shop_product_id_seq OWNED BY public.shop_product.id;

CREATE TABLE public.shop_product_tags (
    id bigint NOT NULL,
    product_id bigint NOT NULL,
    tag_id bigint NOT NULL
);

CREATE SEQUENCE public.shop_product_tags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.shop_product_tags_id_seq OWNED BY public.shop_product_tags.id;

CREATE TABLE public.shop_tag (
    id bigint NOT NULL,
    name character varying(40) NOT NULL
);

CREATE SEQUENCE public.shop_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

ALTER SEQUENCE public.shop_tag_id_seq OWNED BY public.shop_tag.id;

ALTER TABLE ONLY public.auth_group ALTER COLUMN id SET DEFAULT nextval('public.auth_group_id_seq'::regclass);

ALTER TABLE ONLY public.auth_group_permissions ALTER COLUMN id SET DEFAULT nextval('public.auth_group_permissions_id_seq'::regclass);

ALTER TABLE ONLY public.auth_permission ALTER COLUMN id SET DEFAULT nextval('public.auth_permission_id_seq'::regclass);

ALTER TABLE ONLY public.auth_user ALTER COLUMN id SET DEFAULT nextval('public.auth_user_id_seq'::regclass);

ALTER TABLE ONLY public.auth_user_groups ALTER COLUMN id SET DEFAULT nextval('public.auth_user_groups_id_seq'::regclass);

ALTER TABLE ONLY public.auth_user_user_permissions ALTER COLUMN id SET DEFAULT nextval('public.auth_user_user_permissions_id_seq'::regclass);

ALTER TABLE ONLY public.django_admin_log ALTER COLUMN id SET DEFAULT nextval('public.django_admin_log_id_seq'::regclass);

ALTER TABLE ONLY public.django_content_type ALTER COLUMN id SET DEFAULT nextval('public.django_content_type_id_seq'::regclass);

ALTER TABLE ONLY public.django_migrations ALTER COLUMN id SET DEFAULT nextval('public.django_migrations_id_seq'::regclass);

ALTER TABLE ONLY public.shop_category ALTER COLUMN id SET DEFAULT nextval('public.shop_category_id_seq'::regclass);

ALTER TABLE ONLY public.shop_comment ALTER COLUMN id SET DEFAULT nextval('public.shop_comment_id_seq'::regclass);

ALTER TABLE ONLY public.shop_product ALTER COLUMN id SET DEFAULT nextval('public.shop_product_id_seq'::regclass);

ALTER TABLE ONLY public.shop_product_tags ALTER COLUMN id SET DEFAULT nextval('public.shop_product_tags_id_seq'::regclass);

ALTER TABLE ONLY public.shop_tag ALTER COLUMN id SET DEFAULT nextval('public.shop_tag_id_seq'::regclass);

INSERT INTO public.auth_permission VALUES (1, 'Can add content type', 1, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (2, 'Can change content type', 1, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (3, 'Can delete content type', 1, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (4, 'Can view content type', 1, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (5, 'Can add permission', 2, 'add_permission');
INSERT INTO public.auth_permission VALUES (6, 'Can change permission', 2, 'change_permission');
INSERT INTO public.auth_permission VALUES (7, 'Can delete permission', 2, 'delete_permission');
INSERT INTO public.auth_permission VALUES (8, 'Can view permission', 2, 'view_permission');
INSERT INTO public.auth_permission VALUES (9, 'Can add group', 3, 'add_group');
INSERT INTO public.auth_permission VALUES (10, 'Can change group', 3, 'change_group');
INSERT INTO public.auth_permission VALUES (11, 'Can delete group', 3, 'delete_group');
INSERT INTO public.auth_permission VALUES (12, 'Can view group', 3, 'view_group');
INSERT INTO public.auth_permission VALUES (13, 'Can add user', 4, 'add_user');
INSERT INTO public.auth_permission VALUES (14, 'Can change user', 4, 'change_user');
INSERT INTO public.auth_permission VALUES (15, 'Can delete user', 4, 'delete_user');
INSERT INTO public.auth_permission VALUES (16, 'Can view user', 4, 'view_user');
INSERT INTO public.auth_permission VALUES (17, 'Can add log entry', 5, 'add_logentry');
INSERT INTO public.auth_permission VALUES (18, 'Can change log entry', 5, 'change_logentry');
INSERT INTO public.auth_permission VALUES (19, 'Can delete log entry', 5, 'delete_logentry');
INSERT INTO public.auth_permission VALUES (20, 'Can view log entry', 5, 'view_logentry');
INSERT INTO public.auth_permission VALUES (21, 'Can add session', 6, 'add_session');
INSERT INTO public.auth_permission VALUES (22, 'Can change session', 6, 'change_session');
INSERT INTO public.auth_permission VALUES (23, 'Can delete session', 6, 'delete_session');
INSERT INTO public.auth_permission VALUES (24, 'Can view session', 6, 'view_session');
INSERT INTO public.auth_permission VALUES (25, 'Can add category', 7, 'add_category');
INSERT INTO public.auth_permission VALUES (26, 'Can change category', 7, 'change_category');
INSERT INTO public.auth_permission VALUES (27, 'Can delete category', 7, 'delete_category');
INSERT INTO public.auth_permission VALUES (28, 'Can view category', 7, 'view_category');
INSERT INTO public.auth_permission VALUES (29, 'Can add tag', 8, 'add_tag');
INSERT INTO public.auth_permission VALUES (30, 'Can change tag', 8, 'change_tag');
INSERT INTO public.auth_permission VALUES (31, 'Can delete tag', 8, 'delete_tag');
INSERT INTO public.auth_permission VALUES (32, 'Can view tag', 8, 'view_tag');
INSERT INTO public.auth_permission VALUES (33, 'Can add product', 9, 'add_product');
INSERT INTO public.auth_permission VALUES (34, 'Can change product', 9, 'change_product');
INSERT INTO public.auth_permission VALUES (35, 'Can delete product', 9, 'delete_product');
INSERT INTO public.auth_permission VALUES (36, 'Can view product', 9, 'view_product');
INSERT INTO public.auth_permission VALUES (37, 'Can add comment', 10, 'add_comment');
INSERT INTO public.auth_permission VALUES (38, 'Can change comment', 10, 'change_comment');
INSERT INTO public.auth_permission VALUES (39, 'Can delete comment', 10, 'delete_comment');
INSERT INTO public.auth_permission VALUES (40, 'Can view comment', 10, 'view_comment');

INSERT INTO public.auth_user VALUES (1, '!', NULL, false, 'ada', 'Ada', '', 'ada@example.com', false, true, '2026-01-02 08:00:00+00');

INSERT INTO public.django_content_type VALUES (1, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (2, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (3, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (4, 'auth', 'user');
INSERT INTO public.django_content_type VALUES (5, 'admin', 'logentry');
INSERT INTO public.django_content_type VALUES (6, 'sessions', 'session');
INSERT INTO public.django_content_type VALUES (7, 'shop', 'category');
INSERT INTO public.django_content_type VALUES (8, 'shop', 'tag');
INSERT INTO public.django_content_type VALUES (9, 'shop', 'product');
INSERT INTO public.django_content_type VALUES (10, 'shop', 'comment');

INSERT INTO public.django_migrations VALUES (1, 'contenttypes', '0001_initial', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (2, 'auth', '0001_initial', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (3, 'admin', '0001_initial', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (4, 'admin', '0002_logentry_remove_auto_add', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (5, 'admin', '0003_logentry_add_action_flag_choices', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (6, 'contenttypes', '0002_remove_content_type_name', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (7, 'auth', '0002_alter_permission_name_max_length', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (8, 'auth', '0003_alter_user_email_max_length', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (9, 'auth', '0004_alter_user_username_opts', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (10, 'auth', '0005_alter_user_last_login_null', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (11, 'auth', '0006_require_contenttypes_0002', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (12, 'auth', '0007_alter_validators_add_error_messages', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (13, 'auth', '0008_alter_user_username_max_length', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (14, 'auth', '0009_alter_user_last_name_max_length', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (15, 'auth', '0010_alter_group_name_max_length', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (16, 'auth', '0011_update_proxy_permissions', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (17, 'auth', '0012_alter_user_first_name_max_length', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (18, 'sessions', '0001_initial', '2026-03-01 12:00:00+00');
INSERT INTO public.django_migrations VALUES (19, 'shop', '0001_initial', '2026-03-01 12:00:00+00');

INSERT INTO public.shop_category VALUES (1, 'Kitchen', 'kitchen', NULL);
INSERT INTO public.shop_category VALUES (2, 'Knives', 'knives', 1);

INSERT INTO public.shop_comment VALUES (1, 'Sharp.', 1, '00000000-0000-0000-0000-000000000007', NULL, 1, 9);

INSERT INTO public.shop_product VALUES (1, 'Bread knife', 24.90, 7, 'on_sale', '{"length": 21}', '2026-03-01 12:00:00+00', NULL, 2, 1);
INSERT INTO public.shop_product VALUES (2, 'Whisk', 6.50, 0, 'draft', '{}', '2026-03-01 12:00:00+00', NULL, 1, 1);

INSERT INTO public.shop_product_tags VALUES (1, 1, 1);
INSERT INTO public.shop_product_tags VALUES (2, 1, 2);

INSERT INTO public.shop_tag VALUES (1, 'new');
INSERT INTO public.shop_tag VALUES (2, 'steel');

SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_permission_id_seq', 40, true);

SELECT pg_catalog.setval('public.auth_user_groups_id_seq', 1, false);

SELECT pg_catalog.setval('public.auth_user_id_seq', 1, true);

SELECT pg_catalog.setval('public.auth_user_user_permissions_id_seq', 1, false);

SELECT pg_catalog.setval('public.django_admin_log_id_seq', 1, false);

SELECT pg_catalog.setval('public.django_content_type_id_seq', 10, true);

SELECT pg_catalog.setval('public.django_migrations_id_seq', 19, true);

SELECT pg_catalog.setval('public.shop_category_id_seq', 2, true);

SELECT pg_catalog.setval('public.shop_comment_id_seq', 1, true);

SELECT pg_catalog.setval('public.shop_product_id_seq', 2, true);

SELECT pg_catalog.setval('public.shop_product_tags_id_seq', 2, true);

SELECT pg_catalog.setval('public.shop_tag_id_seq', 2, true);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_group_id_94350c0c_uniq UNIQUE (user_id, group_id);

ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_permission_id_14a6b632_uniq UNIQUE (user_id, permission_id);

ALTER TABLE ONLY public.auth_user
    ADD CONSTRAINT auth_user_username_key UNIQUE (username);

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);

ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);

ALTER TABLE ONLY public.shop_product
    ADD CONSTRAINT one_name_in_category UNIQUE (category_id, name);

ALTER TABLE ONLY public.shop_category
    ADD CONSTRAINT shop_category_name_key UNIQUE (name);

ALTER TABLE ONLY public.shop_category
    ADD CONSTRAINT shop_category_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.shop_comment
    ADD CONSTRAINT shop_comment_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.shop_comment
    ADD CONSTRAINT shop_comment_token_key UNIQUE (token);

ALTER TABLE ONLY public.shop_product
    ADD CONSTRAINT shop_product_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.shop_product_tags
    ADD CONSTRAINT shop_product_tags_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.shop_product_tags
    ADD CONSTRAINT shop_product_tags_product_id_tag_id_a244154e_uniq UNIQUE (product_id, tag_id);

ALTER TABLE ONLY public.shop_tag
    ADD CONSTRAINT shop_tag_name_key UNIQUE (name);

ALTER TABLE ONLY public.shop_tag
    ADD CONSTRAINT shop_tag_pkey PRIMARY KEY (id);

CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);

CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);

CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);

CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);

CREATE INDEX auth_user_groups_group_id_97559544 ON public.auth_user_groups USING btree (group_id);

CREATE INDEX auth_user_groups_user_id_6a12ed8b ON public.auth_user_groups USING btree (user_id);

CREATE INDEX auth_user_user_permissions_permission_id_1fbb5f2c ON public.auth_user_user_permissions USING btree (permission_id);

CREATE INDEX auth_user_user_permissions_user_id_a95ead1b ON public.auth_user_user_permissions USING btree (user_id);

CREATE INDEX auth_user_username_6821ab7c_like ON public.auth_user USING btree (username varchar_pattern_ops);

CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);

CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);

CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);

CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);

CREATE INDEX product_added ON public.shop_product USING btree (added DESC);

CREATE INDEX shop_category_name_11b68823_like ON public.shop_category USING btree (name varchar_pattern_ops);

CREATE INDEX shop_category_parent_id_901626c9 ON public.shop_category USING btree (parent_id);

CREATE INDEX shop_category_slug_4508178e ON public.shop_category USING btree (slug);

CREATE INDEX shop_category_slug_4508178e_like ON public.shop_category USING btree (slug varchar_pattern_ops);

CREATE INDEX shop_commen_content_c59f0e_idx ON public.shop_comment USING btree (content_type_id, object_id);

CREATE INDEX shop_comment_author_id_d3fc4727 ON public.shop_comment USING btree (author_id);

CREATE INDEX shop_comment_content_type_id_78e1332d ON public.shop_comment USING btree (content_type_id);

CREATE INDEX shop_product_category_id_14d7eea8 ON public.shop_product USING btree (category_id);

CREATE INDEX shop_product_owner_id_c7c481d9 ON public.shop_product USING btree (owner_id);

CREATE INDEX shop_product_tags_product_id_9a158885 ON public.shop_product_tags USING btree (product_id);

CREATE INDEX shop_product_tags_tag_id_dd30c4fb ON public.shop_product_tags USING btree (tag_id);

CREATE INDEX shop_tag_name_405ccc88_like ON public.shop_tag USING btree (name varchar_pattern_ops);

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_group_id_97559544_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_user_groups
    ADD CONSTRAINT auth_user_groups_user_id_6a12ed8b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permi_permission_id_1fbb5f2c_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.auth_user_user_permissions
    ADD CONSTRAINT auth_user_user_permissions_user_id_a95ead1b_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_auth_user_id FOREIGN KEY (user_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.shop_category
    ADD CONSTRAINT shop_category_parent_id_901626c9_fk_shop_category_id FOREIGN KEY (parent_id) REFERENCES public.shop_category(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.shop_comment
    ADD CONSTRAINT shop_comment_author_id_d3fc4727_fk_auth_user_id FOREIGN KEY (author_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.shop_comment
    ADD CONSTRAINT shop_comment_content_type_id_78e1332d_fk_django_content_type_id FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.shop_product
    ADD CONSTRAINT shop_product_category_id_14d7eea8_fk_shop_category_id FOREIGN KEY (category_id) REFERENCES public.shop_category(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.shop_product
    ADD CONSTRAINT shop_product_owner_id_c7c481d9_fk_auth_user_id FOREIGN KEY (owner_id) REFERENCES public.auth_user(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.shop_product_tags
    ADD CONSTRAINT shop_product_tags_product_id_9a158885_fk_shop_product_id FOREIGN KEY (product_id) REFERENCES public.shop_product(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE ONLY public.shop_product_tags
    ADD CONSTRAINT shop_product_tags_tag_id_dd30c4fb_fk_shop_tag_id FOREIGN KEY (tag_id) REFERENCES public.shop_tag(id) DEFERRABLE INITIALLY DEFERRED;

