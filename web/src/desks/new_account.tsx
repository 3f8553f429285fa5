/// A new account: who, which roles, a first password. What the person's authenticator needs is shown once and kept nowhere here.
import { Button, Checkbox, Modal, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as calls from '../api/calls';
import { Trouble } from '../parts/parts';
import { useWords } from '../words/words';

const ROLES = ['intake', 'coordinator', 'reviewer', 'medical_director', 'compliance', 'publisher', 'auditor', 'administrator'] as const;
const EMPTY = { id: '', name: '', password: '', roles: [] as string[] };

/// `otpauth://totp/…?secret=ABCD…&issuer=…` -> the secret in groups of four, as it is typed into an authenticator.
export function secretOf(enrolment: string): string {
  const secret = new URLSearchParams(enrolment.split('?')[1] ?? '').get('secret') ?? '';
  return secret.match(/.{1,4}/g)?.join(' ') ?? '';
}

export function NewAccount() {
  const { t, named } = useWords();
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState(EMPTY);
  const adding = useMutation({ mutationFn: () => calls.addAccount(form), onSuccess: () => queries.invalidateQueries({ queryKey: ['accounts'] }) });
  const close = () => {
    setOpen(false);
    setForm(EMPTY);
    adding.reset();
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('accounts.new')}</Button>
      <Modal opened={isOpen} onClose={close} title={t('accounts.new')} closeButtonProps={{ 'aria-label': t('close') }}>
        {adding.data ? (
          <div className="form">
            <p>{t('accounts.made', { id: adding.data.id })}</p>
            <p className="quiet">{t('accounts.secret')}</p>
            <code className="secret">{secretOf(adding.data.enrolment)}</code>
            <div className="form-end">
              <Button onClick={close}>{t('done')}</Button>
            </div>
          </div>
        ) : (
          <form
            className="form"
            onSubmit={(event) => {
              event.preventDefault();
              adding.mutate();
            }}
          >
            <TextInput label={t('signin.account')} description={t('accounts.id.hint')} value={form.id} onChange={(event) => setForm({ ...form, id: event.currentTarget.value })} required name="id" />
            <TextInput label={t('field.name')} value={form.name} onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} required name="name" />
            <PasswordInput label={t('accounts.password')} value={form.password} onChange={(event) => setForm({ ...form, password: event.currentTarget.value })} required name="password" autoComplete="new-password" visibilityToggleButtonProps={{ 'aria-label': t('signin.show') }} />
            <Checkbox.Group label={t('accounts.roles')} value={form.roles} onChange={(roles) => setForm({ ...form, roles })}>
              <div className="role-list">
                {ROLES.map((role) => (
                  <Checkbox key={role} value={role} label={named('role', role)} />
                ))}
              </div>
            </Checkbox.Group>
            {adding.isError && <Trouble fault={adding.error} />}
            <div className="form-end">
              <Button variant="default" onClick={close}>
                {t('cancel')}
              </Button>
              <Button type="submit" loading={adding.isPending} disabled={!form.id.trim() || !form.name.trim() || !form.password || form.roles.length === 0}>
                {t('accounts.new')}
              </Button>
            </div>
          </form>
        )}
      </Modal>
    </>
  );
}
